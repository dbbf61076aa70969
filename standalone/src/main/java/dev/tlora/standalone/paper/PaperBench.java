package dev.tlora.standalone.paper;

import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.standalone.console.Durations;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;

/**
 * Measures tables cell by cell and writes them down. Cells that are on disk are not measured again;
 * settings of the protocol have folders of their own.
 */
public final class PaperBench {

    private final BenchSettings settings;
    private final PrintStream out;

    /** Tells of its progress on {@code out}. */
    public PaperBench(BenchSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /**
     * Measures and writes {@code <table>.csv}, {@code .md} and {@code .png}.
     *
     * @throws IOException when concepts cannot be read or results cannot be written
     */
    public void run() throws IOException {
        ModelFolder model = ModelFolder.open(settings.model());
        List<Concept> concepts = settings.chosen(new ConceptFolder(settings.concepts()), model);
        Files.createDirectories(settings.folder());
        CellStore store = new CellStore(settings.folder().resolve("cells"));
        measure(model, concepts, store);
        for (Table table : settings.tables()) {
            new TableWriter(settings.folder(), settings.describe(concepts.size()))
                    .write(results(table, concepts, store));
            out.println(settings.folder().resolve(table.name() + ".md") + " written");
        }
    }

    private void measure(ModelFolder model, List<Concept> concepts, CellStore store)
            throws IOException {
        Map<Cell, Concept> open = new LinkedHashMap<>();
        for (Table table : settings.tables()) {
            for (Cell cell : cells(table, concepts)) {
                if (store.find(cell).isEmpty()) {
                    open.put(cell, concept(cell, concepts));
                }
            }
        }
        out.printf("%d cells to measure on %s%n", open.size(), settings.model());
        if (open.isEmpty()) {
            return;
        }
        try (Crew crew = new Crew(model, settings.protocol(), settings.jobs())) {
            open.forEach(crew::order);
            keepAll(crew, open.size(), store);
        }
    }

    private void keepAll(Crew crew, int count, CellStore store) throws IOException {
        long start = System.nanoTime();
        for (int done = 1; done <= count; done++) {
            Crew.Finished finished = await(crew);
            CellRunner.Outcome outcome = finished.outcome();
            store.keep(finished.cell(), outcome.measurement());
            store.keepPictures(finished.cell(), outcome.pictures());
            Duration each = Duration.ofNanos((System.nanoTime() - start) / done);
            out.printf(
                    "%d/%d %s: IS %.3f TS %.3f, %s left%n",
                    done,
                    count,
                    finished.cell().file(),
                    outcome.measurement().imageSimilarity(),
                    outcome.measurement().textSimilarity(),
                    Durations.text(each.multipliedBy(count - done)));
        }
    }

    private static Crew.Finished await(Crew crew) throws IOException {
        try {
            return crew.next().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped; the same command goes on from here");
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "a cell could not be measured: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static Concept concept(Cell cell, List<Concept> concepts) {
        return concepts.stream()
                .filter(concept -> concept.name().equals(cell.concept()))
                .findFirst()
                .orElseThrow();
    }

    /** Seed by seed, so that a bench that is stopped early has whole comparisons. */
    private List<Cell> cells(Table table, List<Concept> concepts) {
        List<Cell> cells = new ArrayList<>();
        LongStream.range(0, settings.seeds())
                .forEach(
                        seed ->
                                concepts.forEach(
                                        concept ->
                                                table.rows()
                                                        .values()
                                                        .forEach(
                                                                setting ->
                                                                        cells.add(
                                                                                new Cell(
                                                                                        setting,
                                                                                        concept
                                                                                                .name(),
                                                                                        seed)))));
        return cells;
    }

    private TableResults results(Table table, List<Concept> concepts, CellStore store)
            throws IOException {
        Map<String, Map<String, Measurement>> rows = new LinkedHashMap<>();
        for (Map.Entry<String, Setting> row : table.rows().entrySet()) {
            Map<String, Measurement> column = new LinkedHashMap<>();
            for (Cell cell : cells(table, concepts)) {
                if (cell.setting().equals(row.getValue())) {
                    store.find(cell).ifPresent(found -> column.put(cell.subject(), found));
                }
            }
            rows.put(row.getKey(), column);
        }
        return new TableResults(table, rows);
    }
}
