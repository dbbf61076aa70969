package dev.tlora.standalone.paper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.Initialisation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableWriterTest {

    private static final Setting SETTING = Setting.of(AdapterMethod.TLORA, 8);

    @TempDir private Path folder;

    @Test
    void writesMeansWithErrorsAndAPlot() throws IOException {
        // Given
        TableResults results = results(List.of(measured(0.5), measured(0.7)));

        // When
        new TableWriter(folder, "two cells").write(results);

        // Then
        assertThat(folder.resolve("t.md")).content().contains("| one | 2 | 0.600 ± 0.100 |");
        assertThat(folder.resolve("t.csv")).content().contains("\"one\",IS,0.60000,0.10000,2");
        assertThat(folder.resolve("t.png")).isNotEmptyFile();
    }

    @Test
    void showsADashWhereNothingWasMeasuredYet() throws IOException {
        // Given
        TableResults results = results(List.of());

        // When
        new TableWriter(folder, "no cells").write(results);

        // Then
        assertThat(folder.resolve("t.md")).content().contains("| one | 0 | – |");
    }

    @Test
    void comparesTloraWithOtherMethodsPairByPair() throws IOException {
        // Given
        Map<String, Setting> settings = new LinkedHashMap<>();
        settings.put("lora", Setting.of(AdapterMethod.LORA, 8));
        settings.put("tlora", SETTING);
        Map<String, Map<String, Measurement>> rows = new LinkedHashMap<>();
        rows.put("lora", Map.of("a", measured(0.1), "b", measured(0.5), "alone", measured(0.9)));
        rows.put("tlora", Map.of("a", measured(0.2), "b", measured(0.8)));

        // When
        new TableWriter(folder, "pairs").write(new TableResults(table(settings, null), rows));

        // Then
        assertThat(folder.resolve("t.md"))
                .content()
                .contains("| tlora − lora | 2 | +0.200 ± 0.100 (+2.0) |");
    }

    @Test
    void comparesTheFavouriteWithRowsThatAreNotMethods() throws IOException {
        // Given
        Setting setting = Setting.of(AdapterMethod.ORTHO_LORA, 8);
        Map<String, Setting> settings = new LinkedHashMap<>();
        settings.put("first", setting.withInit(Initialisation.PRINCIPAL));
        settings.put("best", setting);
        Map<String, Map<String, Measurement>> rows = new LinkedHashMap<>();
        rows.put("first", Map.of("a", measured(0.5), "b", measured(0.7)));
        rows.put("best", Map.of("a", measured(0.6), "b", measured(1.0)));

        // When
        new TableWriter(folder, "pairs").write(new TableResults(table(settings, "best"), rows));

        // Then
        assertThat(folder.resolve("t.md"))
                .content()
                .contains("| best − first | 2 | +0.200 ± 0.100 (+2.0) |")
                .doesNotContain("best − best");
    }

    @Test
    void keepsMeasurementsForTheNextRun() throws IOException {
        // Given
        Cell cell = new Cell(SETTING, "parrot", 2);
        CellStore store = new CellStore(folder);

        // When
        store.keep(cell, measured(0.5));

        // Then
        assertThat(store.find(cell)).contains(measured(0.5));
        assertThat(store.find(new Cell(SETTING, "parrot", 3))).isEmpty();
    }

    private static TableResults results(List<Measurement> measurements) {
        Table table = table(Map.of("one", SETTING), null);
        Map<String, Measurement> bySubject = new LinkedHashMap<>();
        measurements.forEach(one -> bySubject.put("subject-" + bySubject.size(), one));
        return new TableResults(table, Map.of("one", bySubject));
    }

    private static Table table(Map<String, Setting> settings, String favourite) {
        return new Table("t", "A table", settings, Optional.ofNullable(favourite));
    }

    private static Measurement measured(double imageSimilarity) {
        return new Measurement(imageSimilarity, 0.4, 0.3, 0.2, 7, 0.1, 5);
    }
}
