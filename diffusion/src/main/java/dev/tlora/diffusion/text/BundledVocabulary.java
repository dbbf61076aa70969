package dev.tlora.diffusion.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * The vocabulary of every published CLIP: 256 bytes, the same at the end of a word, the merges, and
 * two marks. Only the merges are bundled; {@code tools/fixtures} says where they come from.
 */
final class BundledVocabulary {

    private static final String MERGES = "clip-merges.txt.gz";
    private static final String END_OF_WORD = "</w>";
    private static final int BYTES = 256;

    private BundledVocabulary() {}

    static ClipVocabulary load() {
        List<String> merges = merges();
        List<String> letters = byteLetters();
        Map<String, Integer> ids = new LinkedHashMap<>();
        letters.forEach(letter -> ids.put(letter, ids.size()));
        letters.forEach(letter -> ids.put(letter + END_OF_WORD, ids.size()));
        merges.forEach(merge -> ids.put(merge.replace(" ", ""), ids.size()));
        ids.put(ClipVocabulary.START, ids.size());
        ids.put(ClipVocabulary.END, ids.size());
        return new ClipVocabulary(ids, merges);
    }

    /** The letter that stands for each byte: itself where it can be seen, else one from 256 on. */
    private static List<String> byteLetters() {
        List<String> visible = new ArrayList<>();
        List<String> replaced = new ArrayList<>();
        for (int value = 0; value < BYTES; value++) {
            if (isVisible(value)) {
                visible.add(Character.toString(value));
            } else {
                replaced.add(Character.toString(BYTES + replaced.size()));
            }
        }
        visible.addAll(replaced);
        return visible;
    }

    /** In Latin-1, less the soft hyphen. */
    private static boolean isVisible(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
    }

    private static List<String> merges() {
        try (InputStream packed = BundledVocabulary.class.getResourceAsStream(MERGES);
                BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(packed), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the bundled " + MERGES, e);
        }
    }
}
