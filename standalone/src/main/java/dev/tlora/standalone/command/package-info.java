/** One class per command. */
package dev.tlora.standalone.command;
