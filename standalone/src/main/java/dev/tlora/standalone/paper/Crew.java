package dev.tlora.standalone.paper;

import dev.tlora.diffusion.checkpoint.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs cells side by side, each worker on a model of its own: small networks leave most of a
 * machine idle otherwise. Used by one thread.
 */
final class Crew implements AutoCloseable {

    private final List<Studio> studios = new ArrayList<>();
    private final BlockingQueue<CellRunner> idle;
    private final ExecutorService threads;
    private final ExecutorCompletionService<Finished> work;

    /** A cell with what came out. */
    record Finished(Cell cell, CellRunner.Outcome outcome) {}

    Crew(ModelFolder model, Protocol protocol, int size) {
        idle = new ArrayBlockingQueue<>(size);
        threads = Executors.newFixedThreadPool(size);
        work = new ExecutorCompletionService<>(threads);
        for (int i = 0; i < size; i++) {
            Studio studio = new Studio(model);
            studios.add(studio);
            idle.add(new CellRunner(studio, protocol));
        }
    }

    void order(Cell cell, Concept concept) {
        work.submit(
                () -> {
                    CellRunner runner = idle.take();
                    try {
                        return new Finished(cell, runner.run(cell, concept));
                    } finally {
                        idle.add(runner);
                    }
                });
    }

    /** The next cell to be finished, in any order. */
    Future<Finished> next() throws InterruptedException {
        return work.take();
    }

    /** Waits for cells that are being run; they are lost, and so are those that were not begun. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Studio studio : studios) {
            studio.close();
        }
    }
}
