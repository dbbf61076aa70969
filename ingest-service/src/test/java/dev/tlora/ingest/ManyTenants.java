package dev.tlora.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tlora.artifacts.Sha256;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.file.Path;
import java.util.Map;

/**
 * Two tenants with a key each and someone who looks after the fleet; two runs of a tenant may be
 * under way. One profile for both, since each costs another start of the application.
 */
public final class ManyTenants implements QuarkusTestProfile {

    public static final String ACME = "acme-key";
    public static final String OTHER = "other-key";
    public static final String ADMIN = "admin-key";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "tlora.api.keys.acme.sha256",
                Sha256.of(ACME.getBytes(UTF_8)),
                "tlora.api.keys.acme.tenant",
                "acme",
                "tlora.api.keys.other.sha256",
                Sha256.of(OTHER.getBytes(UTF_8)),
                "tlora.api.keys.other.tenant",
                "other",
                "tlora.api.keys.boss.sha256",
                Sha256.of(ADMIN.getBytes(UTF_8)),
                "tlora.api.keys.boss.scopes",
                "read,admin",
                "tlora.ingest.file-roots",
                Path.of("target").toAbsolutePath().toString(),
                "tlora.ingest.tenant.running",
                "2");
    }
}
