package dev.tlora.standalone;

import dev.tlora.standalone.command.TloraCommand;
import dev.tlora.standalone.console.ErrorSentence;
import dev.tlora.standalone.console.MisuseSentence;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/**
 * Entry point of the command line. The framework starts only for commands that need a fleet, so
 * that all others answer at once.
 */
@QuarkusMain
public final class TloraMain {

    private TloraMain() {}

    public static void main(String... args) {
        System.exit(run(args));
    }

    /** Runs one command; returns the exit code: 0 done, 1 failed, 2 misused. */
    public static int run(String... args) {
        return new CommandLine(new TloraCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new MisuseSentence())
                .setExecutionExceptionHandler(new ErrorSentence())
                .execute(args);
    }
}
