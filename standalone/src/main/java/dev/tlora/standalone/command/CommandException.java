package dev.tlora.standalone.command;

/** A command cannot do its work; the message is the sentence that the user reads. */
final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message);
    }

    CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
