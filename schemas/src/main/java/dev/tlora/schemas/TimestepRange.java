package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * The timesteps a training draws from, both ends included; {@code [first, last]} on the wire.
 *
 * @param first least noisy one, from 0
 * @param last noisiest one, up to 999
 */
public record TimestepRange(int first, int last) {

    /** SDXL's noise schedule has 1000 timesteps. */
    public static final TimestepRange ALL = new TimestepRange(0, 999);

    public TimestepRange {
        if (first < 0 || last > 999 || first > last) {
            throw new IllegalArgumentException(
                    "timesteps must rise within 0 to 999, were [%d, %d]".formatted(first, last));
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static TimestepRange of(List<Integer> ends) {
        if (ends.size() != 2) {
            throw new IllegalArgumentException("timesteps must be [first, last], were " + ends);
        }
        return new TimestepRange(ends.get(0), ends.get(1));
    }

    @JsonValue
    List<Integer> ends() {
        return List.of(first, last);
    }
}
