package dev.tlora.standalone.fleet;

/** What a command does while the fleet runs. */
@FunctionalInterface
public interface FleetSession {

    /** Returns the command's exit code; the fleet stops afterwards. */
    int run(RunningFleet fleet);
}
