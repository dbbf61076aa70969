package dev.tlora.standalone.paper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.Initialisation;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final List<Integer> RANKS = List.of(4, 64);

    @Test
    void comparesEveryMethodAtEveryRank() {
        // Given
        Map<String, Table> tables = byName(Table.all(RANKS));

        // When
        Table table = tables.get("table1");

        // Then
        assertThat(table.rows())
                .hasSize(8)
                .containsEntry("tlora, rank 64", Setting.of(AdapterMethod.TLORA, 64));
    }

    @Test
    void sharesItsCellsBetweenTables() {
        // Given
        Map<String, Table> tables = byName(Table.all(RANKS));

        // When
        Setting onePhoto = tables.get("table3").rows().get("tlora, 1 photo");

        // Then
        assertThat(tables.get("table1").rows()).containsValue(onePhoto);
    }

    @Test
    void cutsTheTimestepsIntoFiveParts() {
        assertThat(byName(Table.all(RANKS)).get("figure3").rows().values())
                .extracting(Setting::firstTimestep)
                .containsExactly(0, 200, 400, 600, 800);
    }

    @Test
    void triesEveryInitialisation() {
        assertThat(byName(Table.all(RANKS)).get("figure5").rows().values())
                .extracting(Setting::init)
                .containsExactly(Initialisation.values());
    }

    @Test
    void leavesOnlyTheHighestRankWhenQuick() {
        assertThat(Table.quick(RANKS))
                .singleElement()
                .satisfies(
                        table ->
                                assertThat(table.rows().values())
                                        .extracting(Setting::rank)
                                        .containsOnly(64));
    }

    private static Map<String, Table> byName(List<Table> tables) {
        return tables.stream().collect(Collectors.toMap(Table::name, Function.identity()));
    }
}
