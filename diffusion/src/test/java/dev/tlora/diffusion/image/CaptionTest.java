package dev.tlora.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CaptionTest {

    private static final int TEN_LETTERS = 10 * Letters.WIDTH;

    @Test
    void textIsBrokenAtSpaces() {
        Caption caption = Caption.of("a cat on the sunny beach", TEN_LETTERS, 5);

        assertThat(caption.lines()).containsExactly("a cat on", "the sunny", "beach");
        assertThat(caption.height()).isEqualTo(3 * Letters.HEIGHT);
    }

    @Test
    void whatDoesNotFitEndsInAnEllipsis() {
        Caption caption = Caption.of("a cat on the sunny beach", TEN_LETTERS, 2);

        assertThat(caption.lines()).containsExactly("a cat on", "the sunny…");
    }

    @Test
    void wordsWiderThanALineAreBroken() {
        assertThat(Caption.of("Donaudampfschifffahrt", TEN_LETTERS, 5).lines())
                .containsExactly("Donaudampf", "schifffahr", "t");
    }

    @Test
    void textThatJustFitsIsLeftWhole() {
        assertThat(Caption.of("0123456789", TEN_LETTERS, 1).lines()).containsExactly("0123456789");
    }

    @Test
    void noTextHasNoLines() {
        assertThat(Caption.of(" \n", TEN_LETTERS, 3).lines()).isEmpty();
    }

    @Test
    void lettersThatWereNotDrawnShowAsQuestionMarks() {
        assertThat(Caption.of("😺 猫 кот cafe\u0301", 20 * Letters.WIDTH, 1).lines())
                .containsExactly("? ? кот café");
    }

    @Test
    void differentLettersLookDifferent() {
        String letters = "Aa0Oo1lI.,;:-–ßéЖΩ…";
        long distinct =
                letters.chars()
                        .mapToObj(letter -> Arrays.hashCode(drawn(Character.toString(letter))))
                        .distinct()
                        .count();

        assertThat(distinct).isEqualTo(letters.length());
    }

    private static int[] drawn(String letter) {
        var page = Pictures.of(new int[Letters.HEIGHT][Letters.WIDTH]);
        Letters.draw(page, 0, 0, letter, 0xffffff);
        return Pictures.pixels(page);
    }
}
