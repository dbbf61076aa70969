package dev.tlora.diffusion.fetch;

/** Watches a fetch, on the fetching thread. */
public interface FetchListener {

    /**
     * Told whenever bytes have arrived.
     *
     * @param file the file under way
     * @param done bytes of the whole model that are here
     * @param total bytes of the whole model
     */
    void progress(String file, long done, long total);

    /** Something worth a line: a file begun anew, a hub that does not answer. */
    void note(String line);
}
