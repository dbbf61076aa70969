package dev.tlora.ingest.access;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller may do.
 *
 * @param name what logs call the caller
 * @param tenant whose runs alone are seen and ordered; {@code null} for all
 */
public record Access(String name, String tenant, Set<Scope> scopes) {

    /** Everything, for everyone on this machine. */
    static final Access ALL = new Access("anyone", null, EnumSet.allOf(Scope.class));

    public Access {
        scopes = Set.copyOf(scopes);
    }

    public Optional<String> tenantIfAny() {
        return Optional.ofNullable(tenant);
    }

    boolean permits(Scope scope) {
        return scopes.contains(scope);
    }

    /**
     * Whether the caller may know of a tenant's runs.
     *
     * @param owner {@code null} while it is not known, which is seen by those who see all
     */
    public boolean covers(String owner) {
        return tenant == null || tenant.equals(owner);
    }
}
