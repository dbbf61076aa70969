package dev.tlora.diffusion.image;

/** The weight of a pixel by its distance from where the new pixel lies, as in Pillow. */
public enum Filter {
    /** Cubic convolution with a = −1/2. */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
            }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * CUBIC : 0;
        }
    },
    /** Three-lobed windowed sinc. */
    LANCZOS(3) {
        @Override
        double weight(double distance) {
            boolean inside = -3 <= distance && distance < 3;
            return inside ? sinc(distance) * sinc(distance / 3) : 0;
        }
    };

    private static final double CUBIC = -0.5;

    private final int support;

    Filter(int support) {
        this.support = support;
    }

    abstract double weight(double distance);

    /** Distance beyond which weights are zero. */
    int support() {
        return support;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
    }
}
