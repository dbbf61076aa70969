package dev.tlora.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.TimestepRange;
import dev.tlora.schemas.TrainingOptions;
import java.net.URI;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ConceptOptionsTest {

    @Test
    void everyTrainingOptionReachesTheOrder() {
        // When
        ConceptSubmitted order =
                order(
                        "--method vanilla-tlora --rank 16 --min-rank 4 --rank-exponent 2"
                                + " --init random-middle --steps 50 --learning-rate 2e-4"
                                + " --weight-decay 0 --seed 3 --timesteps 200 799"
                                + " --resolution 512 --checkpoint-every 10"
                                + " --gradient-accumulation 2 --warmup-steps 5"
                                + " --min-snr-gamma 5 --prior-weight 0.5 --prior-images 12");

        // Then
        assertThat(order.training())
                .isEqualTo(
                        new TrainingOptions(
                                "vanilla-tlora",
                                16,
                                4,
                                2.0,
                                "random-middle",
                                50,
                                2e-4,
                                0.0,
                                3L,
                                512,
                                new TimestepRange(200, 799),
                                10,
                                2,
                                5,
                                5.0,
                                0.5,
                                12));
    }

    @Test
    void whatIsLeftOutIsTheFleetsChoice() {
        ConceptSubmitted order = order("--token sks");

        assertThat(order.training()).isNull();
        assertThat(order.evaluation()).isNull();
    }

    @Test
    void timestepsThatFallAreRefused() {
        assertThatThrownBy(() -> order("--timesteps 799 200"))
                .isInstanceOf(CommandException.class)
                .hasMessage("--timesteps: timesteps must rise within 0 to 999, were [799, 200]");
    }

    private static ConceptSubmitted order(String arguments) {
        ConceptOptions options = new ConceptOptions();
        new CommandLine(options).parseArgs(arguments.split(" "));
        return options.order(URI.create("file:///cat.png"), "cat");
    }
}
