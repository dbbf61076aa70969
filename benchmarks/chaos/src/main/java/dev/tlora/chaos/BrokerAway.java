package dev.tlora.chaos;

/** The broker stops and comes back with its records. */
final class BrokerAway implements OutageDrill.Harm {

    @Override
    public void begin(Fleet fleet) {
        fleet.stopBroker();
    }

    @Override
    public void end(Fleet fleet) {
        fleet.startBroker();
    }
}
