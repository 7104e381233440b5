package hudson.model;

/** What waits to be built. */
public class Queue {

    private Queue() {}

    /** One that waits. */
    public abstract static class Item extends Actionable {
        Item() {}
    }
}
