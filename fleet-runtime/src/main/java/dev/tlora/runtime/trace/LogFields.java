package dev.tlora.runtime.trace;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;

/**
 * Makes fields of what a line says as {@code name=value}, so that JSON logs can be searched by
 * {@code runId} and the like. Lets every line through.
 *
 * <p>It reads the format and its arguments, not the text, so values may hold anything.
 */
@LoggingFilter(name = "fields")
public final class LogFields implements Filter {

    /** One conversion of {@link java.util.Formatter}, with the name before it if there is one. */
    private static final Pattern CONVERSION =
            Pattern.compile("(?:([A-Za-z]\\w*)=)?%([-#+ 0,(]*\\d*(?:\\.\\d+)?[A-Za-z%])");

    @Override
    public boolean isLoggable(LogRecord line) {
        Object[] arguments = line.getParameters();
        if (line instanceof ExtLogRecord extended
                && extended.getFormatStyle() == FormatStyle.PRINTF
                && arguments != null) {
            addFields(extended, arguments);
        }
        return true;
    }

    private static void addFields(ExtLogRecord line, Object[] arguments) {
        int next = 0;
        Matcher conversion = CONVERSION.matcher(line.getMessage());
        while (next < arguments.length && conversion.find()) {
            if (takesArgument(conversion.group(2))) {
                String name = conversion.group(1);
                if (name != null) {
                    line.putMdc(name, String.valueOf(arguments[next]));
                }
                next++;
            }
        }
    }

    private static boolean takesArgument(String conversion) {
        return !conversion.endsWith("%") && !conversion.endsWith("n");
    }
}
