package dev.tlora.diffusion.tensor;

/** The files that the bodies of kernels are in; each is loaded when first needed. */
enum KernelSource {
    /** What every PyTorch has. */
    PORTABLE("kernels.py"),
    /** What PyTorch has where it is built with oneDNN. */
    ONEDNN("onednn.py");

    private final String file;

    KernelSource(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }
}
