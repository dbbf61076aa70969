package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every event record there is, found by walking the sealed families. */
final class EventTypes {

    private EventTypes() {}

    /** Event records by type name. */
    static Map<String, Class<?>> all() {
        Map<String, Class<?>> types = new TreeMap<>();
        records(FleetEvent.class)
                .forEach(type -> types.put(type.getAnnotation(JsonTypeName.class).value(), type));
        return types;
    }

    /** The families that the serdes know and that hold an event. */
    static Stream<Class<? extends FleetEvent>> familiesOf(FleetEvent event) {
        return Stream.<Class<? extends FleetEvent>>of(
                        ConceptSubmitted.class,
                        LatentsPrepared.class,
                        AdapterPublished.class,
                        RenderRequested.class,
                        ImageEvent.class,
                        ScoreEvent.class,
                        RunEvent.class,
                        CancelRequested.class)
                .filter(family -> family.isInstance(event));
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(EventTypes::records);
    }
}
