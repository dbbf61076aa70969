package dev.tlora.ingest.photo;

import java.net.InetAddress;

/** Addresses that are not public although Java has no name for their kind (IANA's registries). */
final class ReservedRanges {

    private static final int IPV4_BYTES = 4;

    private ReservedRanges() {}

    static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return bytes.length == IPV4_BYTES ? ipv4(first, second) : ipv6(bytes, first, second);
    }

    private static boolean ipv4(int first, int second) {
        boolean thisNetwork = first == 0;
        boolean carrierGrade = first == 100 && (second & 0xc0) == 64; // 100.64.0.0/10
        boolean benchmark = first == 198 && (second & 0xfe) == 18; // 198.18.0.0/15
        boolean future = first >= 240; // 240.0.0.0/4 and broadcast
        return thisNetwork || carrierGrade || benchmark || future;
    }

    /** Unique local addresses, and the ways to write an IPv4 address in IPv6. */
    private static boolean ipv6(byte[] bytes, int first, int second) {
        boolean uniqueLocal = (first & 0xfe) == 0xfc; // fc00::/7
        boolean translated =
                first == 0 && second == 0x64 && (bytes[2] & 0xff) == 0xff; // 64:ff9b::/96
        boolean sixToFour = first == 0x20 && second == 0x02; // 2002::/16
        boolean compatible = first == 0 && second == 0 && bytes[2] == 0 && bytes[3] == 0;
        return uniqueLocal || translated || sixToFour || compatible;
    }
}
