package dev.tlora.ingest.access;

import dev.tlora.artifacts.Sha256;
import io.quarkus.runtime.LaunchMode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Finds out what a request may do. Without any key configured, everyone may do everything where
 * only this machine can connect, and nobody anything elsewhere.
 */
@Singleton
public class Keys {

    private static final Logger LOGGER = Logger.getLogger(Keys.class);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private final Map<String, AccessConfig.Key> keys;
    private final boolean open;

    @Inject
    Keys(AccessConfig config, @ConfigProperty(name = "quarkus.http.host") Optional<String> host) {
        this(config.keys(), config.open() || isLoopback(host));
    }

    Keys(Map<String, AccessConfig.Key> keys, boolean openWithoutKeys) {
        this.keys = Map.copyOf(keys);
        this.open = keys.isEmpty() && openWithoutKeys;
        if (keys.isEmpty() && !openWithoutKeys) {
            LOGGER.warn(
                    "every request will be refused: set tlora.api.keys, or bind to this machine"
                            + " alone with quarkus.http.host=127.0.0.1");
        }
    }

    private static boolean isLoopback(Optional<String> host) {
        return host.map(LOOPBACK::contains).orElseGet(() -> LaunchMode.current().isDevOrTest());
    }

    /** Whether no key is asked for. */
    public boolean isOpen() {
        return open;
    }

    /**
     * What the holder of a key may do.
     *
     * @param authorization the header of that name, or {@code null}
     */
    Optional<Access> of(String authorization) {
        if (open) {
            return Optional.of(Access.ALL);
        }
        return key(authorization).flatMap(this::holder);
    }

    private Optional<Access> holder(String key) {
        byte[] hash =
                Sha256.of(key.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII);
        return keys.entrySet().stream()
                .filter(entry -> MessageDigest.isEqual(hash, configured(entry.getValue())))
                .findFirst()
                .map(entry -> access(entry.getKey(), entry.getValue()));
    }

    private static byte[] configured(AccessConfig.Key key) {
        return key.sha256().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    private static Access access(String name, AccessConfig.Key key) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        scopes.addAll(key.scopes());
        return new Access(name, key.tenant().orElse(null), scopes);
    }

    /** Programs send {@code Bearer KEY}; browsers ask for a name, which is ignored, and the key. */
    private static Optional<String> key(String authorization) {
        String header = String.valueOf(authorization);
        String scheme = header.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(BEARER)) {
            return Optional.of(header.substring(BEARER.length()).strip());
        }
        return scheme.startsWith(BASIC)
                ? password(header.substring(BASIC.length()).strip())
                : Optional.empty();
    }

    private static Optional<String> password(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return Optional.of(pair.substring(pair.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
