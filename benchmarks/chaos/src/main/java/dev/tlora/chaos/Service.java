package dev.tlora.chaos;

/** The fleet's services, by the folder that each is built in. */
enum Service {
    INGEST("ingest-service"),
    TRAINER("trainer-service"),
    SAMPLER("sampler-service"),
    EVALUATOR("evaluator-service");

    private final String folder;

    Service(String folder) {
        this.folder = folder;
    }

    String folder() {
        return folder;
    }
}
