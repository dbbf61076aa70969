package dev.tlora.ingest.photo;

import dev.tlora.diffusion.image.ImageException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps orders from reaching into the network that the service runs in: a host whose name leads to
 * a private address is refused, unless an operator has allowed it.
 *
 * <p>The connection made afterwards looks the name up again, but Java remembers addresses for 30
 * seconds, so both see the same.
 */
final class HostCheck {

    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final Set<String> allowed;

    private HostCheck(Set<String> allowed) {
        this.allowed = allowed;
    }

    static HostCheck allowing(Optional<List<String>> privateHosts) {
        return new HostCheck(
                privateHosts.stream()
                        .flatMap(List::stream)
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    void require(URI uri, String name) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || uri.getHost() == null) {
            throw new ImageException(
                    name + " is redirected to what is no web address; give its final address");
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (!allowed.contains(host)
                && Stream.of(addresses(host, name)).anyMatch(HostCheck::isPrivate)) {
            throw new ImageException(
                    "%s lies on %s, which is inside the service's own network; use a public address,"
                                    .formatted(name, host)
                            + " or add the host to tlora.ingest.http.private-hosts");
        }
    }

    private static InetAddress[] addresses(String host, String name) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new ImageException(
                    "%s cannot be fetched: there is no host %s; check the address"
                            .formatted(name, host),
                    e);
        }
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || ReservedRanges.contain(address);
    }
}
