package dev.tlora.diffusion.checkpoint;

/**
 * Where a file keeps a weight.
 *
 * @param name of the tensor in the file
 */
record Place(String name, Layout layout) {

    static Place of(String name) {
        return new Place(name, Layout.AS_IT_IS);
    }

    Place under(String prefix) {
        return new Place(prefix + name, layout);
    }
}
