package dev.tlora.standalone.command;

import picocli.CommandLine.IVersionProvider;

/** The version written into the jar when it was built. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String built = Version.class.getPackage().getImplementationVersion();
        return new String[] {"tlora " + (built == null ? "(development build)" : built)};
    }
}
