package dev.tlora.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.artifacts.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    private static final String SECRET = "correct horse";

    private final Keys keys =
            new Keys(Map.of("acme-ci", key(SECRET, "acme", List.of(Scope.READ))), true);

    @Test
    void holderOfAKeyActsForItsTenantWithinItsScopes() {
        Access access = keys.of("Bearer " + SECRET).orElseThrow();

        assertThat(access.name()).isEqualTo("acme-ci");
        assertThat(access.covers("acme")).isTrue();
        assertThat(access.covers("other")).isFalse();
        assertThat(access.covers(null)).isFalse();
        assertThat(access.permits(Scope.READ)).isTrue();
        assertThat(access.permits(Scope.ORDER)).isFalse();
    }

    @Test
    void browsersSendTheKeyAsAPassword() {
        String pair = "me:" + SECRET;
        String header = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

        assertThat(keys.of("Basic " + header)).isPresent();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic !!", "Basic bWU6d3Jvbmc="})
    void whateverIsNoKeyOpensNothing(String authorization) {
        assertThat(keys.of(authorization)).isEmpty();
    }

    @Test
    void hashOfAKeyIsNoKey() {
        String hash = Sha256.of(SECRET.getBytes(StandardCharsets.UTF_8));

        assertThat(keys.of("Bearer " + hash)).isEmpty();
    }

    @Test
    void withoutKeysEverythingIsOpenOnThisMachineAndNothingElsewhere() {
        assertThat(new Keys(Map.of(), true).of(null)).contains(Access.ALL);
        assertThat(new Keys(Map.of(), false).of(null)).isEmpty();
        assertThat(new Keys(Map.of(), false).of("Bearer " + SECRET)).isEmpty();
    }

    private static AccessConfig.Key key(String secret, String tenant, List<Scope> scopes) {
        return new AccessConfig.Key() {
            @Override
            public String sha256() {
                return Sha256.of(secret.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public Optional<String> tenant() {
                return Optional.of(tenant);
            }

            @Override
            public List<Scope> scopes() {
                return scopes;
            }
        };
    }
}
