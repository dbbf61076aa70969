package dev.tlora.standalone.console;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in one sentence; the stack trace is for {@code TLORA_DEBUG=1} alone. */
public final class ErrorSentence implements IExecutionExceptionHandler {

    private static final String DEBUG = "TLORA_DEBUG";

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult parsed) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        command.getErr().println(command.getColorScheme().errorText("Error: " + message));
        if (System.getenv(DEBUG) != null) {
            failure.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
