package dev.tlora.ingest.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** What an {@link OrderForm} has, for the OpenAPI document. */
@Schema(
        description =
                "Any other field of a concept event may be a field too, those of its parts with a"
                        + " dot: training.rank, evaluation.imagesPerPrompt.",
        requiredProperties = {"image", "className"})
record OrderFormFields(
        @Schema(description = "One to eight photos of the thing") List<FileUpload> image,
        @Schema(description = "White where the thing is on the photo") FileUpload mask,
        @Schema(description = "What it is: cat, mug, backpack", examples = "cat") String className,
        @Schema(description = "The whole order as JSON; files and fields win over it")
                String order) {}
