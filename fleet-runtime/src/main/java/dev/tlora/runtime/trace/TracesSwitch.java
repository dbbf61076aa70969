package dev.tlora.runtime.trace;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/** Switches the tracing library off as long as {@code tlora.traces.endpoint} is not given. */
public final class TracesSwitch implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;
    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    private static final String ENDPOINT = "tlora.traces.endpoint";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue given = context.proceed(name);
        if (!name.equals(DISABLED)) {
            return given;
        }
        ConfigValue endpoint = context.proceed(ENDPOINT);
        boolean none =
                endpoint == null || endpoint.getValue() == null || endpoint.getValue().isBlank();
        return ConfigValue.builder().withName(DISABLED).withValue(Boolean.toString(none)).build();
    }
}
