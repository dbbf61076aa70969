package dev.tlora.chaos;

/** One way to hurt the fleet. */
@FunctionalInterface
interface Drill {

    /** Does the harm, waits for the fleet to get over it, and tells what was counted. */
    void run(Report report) throws Exception;
}
