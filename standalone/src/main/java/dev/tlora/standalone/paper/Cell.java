package dev.tlora.standalone.paper;

/** One adapter to train and measure. */
record Cell(Setting setting, String concept, long seed) {

    /** Name of the file that keeps the measurement. */
    String file() {
        return setting.id() + "/" + subject() + ".json";
    }

    /** What cells of different settings have in common that are compared in pairs. */
    String subject() {
        return concept + "-s" + seed;
    }
}
