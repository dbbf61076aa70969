package dev.tlora.standalone.command;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Picocli takes its texts for format strings: a percent sign of their own is written twice. */
class HelpTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void everyTextIsAFormat(String command, String text) {
        assertThatCode(() -> String.format(text)).doesNotThrowAnyException();
    }

    private static Stream<Arguments> texts() {
        return commands(new CommandLine(new TloraCommand()))
                .map(CommandLine::getCommandSpec)
                .flatMap(
                        spec ->
                                textsOf(spec)
                                        .map(text -> Arguments.of(spec.qualifiedName(), text)));
    }

    private static Stream<CommandLine> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().flatMap(HelpTest::commands));
    }

    private static Stream<String> textsOf(CommandSpec spec) {
        UsageMessageSpec usage = spec.usageMessage();
        return Stream.concat(
                Stream.of(usage.description(), usage.header(), usage.footer()).flatMap(Stream::of),
                spec.args().stream().flatMap(argument -> Stream.of(argument.description())));
    }
}
