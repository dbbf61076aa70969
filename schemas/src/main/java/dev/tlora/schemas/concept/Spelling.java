package dev.tlora.schemas.concept;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses which name a misspelt one was meant to be. */
final class Spelling {

    private static final int LONGEST_NAME = 64;

    private Spelling() {}

    /**
     * The known name that differs least, where that is by two letters or a third of a longer name;
     * of names below five letters, one.
     */
    static Optional<String> nearest(String name, List<String> known) {
        if (name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        String wanted = plain(name);
        return known.stream()
                .filter(one -> edits(wanted, plain(one)) <= tolerated(one))
                .min(Comparator.comparingInt(one -> edits(wanted, plain(one))));
    }

    private static int tolerated(String known) {
        return known.length() < 5 ? 1 : Math.max(2, known.length() / 3);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Letters to insert, delete or replace to get from one word to the other (Levenshtein). */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int letter = 1; letter <= from.length(); letter++) {
            int diagonal = row[0];
            row[0] = letter;
            for (int column = 1; column < row.length; column++) {
                boolean same = from.charAt(letter - 1) == to.charAt(column - 1);
                int replaced = same ? diagonal : diagonal + 1;
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[to.length()];
    }
}
