package dev.tlora.standalone.fleet;

import io.quarkus.runtime.QuarkusApplication;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** Runs the prepared session once all services are up. */
public class FleetApplication implements QuarkusApplication {

    /** The framework makes the application itself, so the session waits for it here. */
    private static final AtomicReference<Callable<Integer>> SESSION = new AtomicReference<>();

    static void prepare(Callable<Integer> session) {
        SESSION.set(session);
    }

    @Override
    public int run(String... args) throws Exception {
        return SESSION.get().call();
    }
}
