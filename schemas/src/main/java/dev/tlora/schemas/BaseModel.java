package dev.tlora.schemas;

/**
 * The model an adapter belongs to.
 *
 * @param name as configured, e.g. {@code starter}
 * @param hash of the whole model folder; loading an adapter fails where it differs
 * @param untrained whether the model never learned to draw, so that scores say nothing about
 *     quality
 */
public record BaseModel(String name, String hash, boolean untrained) {

    public BaseModel {
        Require.text(name, "name");
        Require.text(hash, "hash");
    }
}
