package dev.tlora.ingest.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys of the HTTP interface; every setting is explained in {@code docs/security.md}. */
@ConfigMapping(prefix = "tlora.api")
public interface AccessConfig {

    /** The keys by the names that logs call them. */
    Map<String, Key> keys();

    /** Whether everyone may do everything without a key although other machines can connect. */
    @WithDefault("false")
    boolean open();

    /** One key. */
    interface Key {

        /** SHA-256 of the key in hexadecimal digits, so that no configuration holds the key. */
        String sha256();

        /** On whose behalf its holder acts; absent for all tenants. */
        Optional<String> tenant();

        /** What its holder may do. */
        @WithDefault("read,order,cancel")
        List<Scope> scopes();
    }
}
