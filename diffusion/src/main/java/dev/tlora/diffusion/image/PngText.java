package dev.tlora.diffusion.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts that travel inside a PNG file: {@code tEXt} chunks where Latin-1 is enough, {@code
 * iTXt} chunks in UTF-8 otherwise. Compressed texts, which we never write, are passed over.
 */
public final class PngText {

    private static final int MAX_KEYWORD = 79;

    /** Compression flag and method, empty language and empty translated keyword. */
    private static final byte[] PLAIN_UNTRANSLATED = new byte[4];

    private PngText() {}

    /**
     * The texts of a file by keyword, in file order.
     *
     * @throws ImageException when it is not a PNG file
     */
    public static Map<String, String> read(Path path) {
        try {
            return read(Files.readAllBytes(path), path.toString());
        } catch (IOException e) {
            throw new ImageException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The texts of a file by keyword, in file order.
     *
     * @param name what error messages call the image
     * @throws ImageException when it is not a PNG file
     */
    public static Map<String, String> read(byte[] file, String name) {
        if (ImageFormat.of(file).filter(ImageFormat.PNG::equals).isEmpty()) {
            throw new ImageException(name + " is not a PNG file");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (PngChunk chunk : PngChunk.read(file)) {
            if (chunk.type().equals("tEXt")) {
                put(texts, chunk.data(), 1, StandardCharsets.ISO_8859_1);
            } else if (chunk.type().equals("iTXt")) {
                put(texts, chunk.data(), 1 + PLAIN_UNTRANSLATED.length, StandardCharsets.UTF_8);
            }
        }
        return texts;
    }

    /** Splits at the first zero byte; {@code gap} bytes from there on are not text. */
    private static void put(Map<String, String> texts, byte[] data, int gap, Charset charset) {
        int keywordEnd = 0;
        while (keywordEnd < data.length && data[keywordEnd] != 0) {
            keywordEnd++;
        }
        int textBegin = keywordEnd + gap;
        if (textBegin <= data.length && allZero(data, keywordEnd, textBegin)) {
            texts.put(
                    new String(data, 0, keywordEnd, StandardCharsets.ISO_8859_1),
                    new String(data, textBegin, data.length - textBegin, charset));
        }
    }

    private static boolean allZero(byte[] data, int begin, int end) {
        return Arrays.equals(data, begin, end, new byte[end - begin], 0, end - begin);
    }

    static List<PngChunk> chunks(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(text -> chunk(text.getKey(), text.getValue()))
                .toList();
    }

    private static PngChunk chunk(String keyword, String text) {
        requireKeyword(keyword);
        boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(text);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
        data.write(0);
        if (!latin) {
            data.writeBytes(PLAIN_UNTRANSLATED);
        }
        data.writeBytes(
                text.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
        return new PngChunk(latin ? "tEXt" : "iTXt", data.toByteArray());
    }

    private static void requireKeyword(String keyword) {
        boolean printable = keyword.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (keyword.isBlank() || keyword.length() > MAX_KEYWORD || !printable) {
            throw new IllegalArgumentException(
                    "a PNG keyword has 1 to 79 printable ASCII characters, not '" + keyword + "'");
        }
    }
}
