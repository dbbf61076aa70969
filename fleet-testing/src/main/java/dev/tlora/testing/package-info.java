/** What the services' tests share. It hides where a fleet under test keeps its files. */
package dev.tlora.testing;
