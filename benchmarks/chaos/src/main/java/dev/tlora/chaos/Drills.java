package dev.tlora.chaos;

import java.util.Map;
import java.util.TreeMap;

/** The command line: runs one drill by name. */
final class Drills {

    private static final Map<String, Drill> BY_NAME =
            new TreeMap<>(
                    Map.of(
                            "kills", new KillsDrill(),
                            "long-job", new LongJobDrill(),
                            "doubles", new DoublesDrill(),
                            "handover", new HandoverDrill(),
                            "broker", new OutageDrill(false, new BrokerAway()),
                            "read-only", new OutageDrill(true, SmallFileSystem.readOnly()),
                            "full", new OutageDrill(true, SmallFileSystem.full()),
                            "fuzz", new FuzzDrill(),
                            "strangers", new StrangersDrill()));

    private Drills() {}

    public static void main(String[] arguments) throws Exception {
        Drill drill = arguments.length == 0 ? null : BY_NAME.get(arguments[0]);
        if (drill == null) {
            System.err.println("Usage: benchmarks/chaos/run NAME, one of " + BY_NAME.keySet());
            System.exit(2);
            return;
        }
        Report report = new Report();
        drill.run(report);
        System.exit(report.conclude() ? 0 : 1);
    }
}
