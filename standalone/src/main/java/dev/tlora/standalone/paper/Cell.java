package dev.tlora.standalone.paper;

/** One adapter to train and measure. */
record Cell(Setting setting, String concept, long seed) {

    /** Name of the file that keeps the measurement. */
    String file() {
        return setting.id() + "/" + concept + "-s" + seed + ".json";
    }
}
