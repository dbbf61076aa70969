package dev.tlora.ingest.rest;

/** Examples in the OpenAPI document. */
final class OpenApiExamples {

    static final String SMALLEST_ORDER =
            """
            {"image": "https://example.org/cat.png", "className": "cat"}""";

    static final String FULL_ORDER =
            """
            {"type": "concept-submitted.v1", "image": "https://example.org/cat.png",
             "className": "cat", "mask": "https://example.org/cat-mask.png", "conceptId": "my-cat",
             "runId": "my-cat-1", "token": "sks", "model": "starter", "tenant": "acme",
             "priority": 5,
             "training": {"method": "tlora", "rank": 4, "minRank": 2, "rankExponent": 1.0,
                          "init": "random-last", "steps": 60, "learningRate": 0.001, "seed": 0},
             "evaluation": {"prompts": ["a {} on the beach", "a {} in the snow"],
                            "imagesPerPrompt": 2, "scheduler": "euler", "steps": 25,
                            "guidance": 5.0}}""";

    static final String SUBMITTED =
            """
            {"runId": "my-cat-1", "run": "/runs/my-cat-1", "events": "/runs/my-cat-1/events"}""";

    static final String REFUSED =
            """
            {"type": "urn:tlora:order-refused", "title": "The order cannot be carried out",
             "status": 400,
             "detail": "$.classname: is unknown; did you mean 'className'?",
             "problems": [{"path": "$.classname",
                           "message": "is unknown; did you mean 'className'?"}]}""";

    static final String RUN =
            """
            {"runId": "my-cat-1", "state": "training", "stage": "training",
             "conceptId": "my-cat", "className": "cat", "model": "starter", "tenant": "acme",
             "priority": 5,
             "times": {"accepted": "2026-11-24T10:15:00Z", "prepared": "2026-11-24T10:15:02Z",
                       "trainingStarted": "2026-11-24T10:15:03Z",
                       "updated": "2026-11-24T10:15:20Z"},
             "progress": {"done": 30, "total": 60, "unit": "steps", "loss": 0.21,
                          "etaSeconds": 17.0}}""";

    static final String EVENTS =
            """
            id: 17
            event: training-progressed.v1
            data: {"type": "training-progressed.v1", "runId": "my-cat-1", "step": 30, "steps": 60}
            """;

    private OpenApiExamples() {}
}
