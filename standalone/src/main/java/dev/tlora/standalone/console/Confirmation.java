package dev.tlora.standalone.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;

/** Asks a person before something that cannot be undone. */
public final class Confirmation {

    private Confirmation() {}

    /**
     * Whether a person is there. The launcher script says which of the streams are a terminal,
     * since Java cannot tell them apart.
     */
    public static boolean isPossible() {
        return Boolean.getBoolean("console.terminal") && Boolean.getBoolean("console.input");
    }

    /** Whether the answer is the one expected. */
    public static boolean ask(String question, String expected) {
        System.out.print(question);
        System.out.flush();
        try {
            String answer =
                    new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))
                            .readLine();
            return answer != null && answer.strip().equals(expected);
        } catch (IOException e) {
            return false;
        }
    }
}
