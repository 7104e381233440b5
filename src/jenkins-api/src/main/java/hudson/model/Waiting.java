package hudson.model;

/** A build that a host was asked for. */
final class Waiting extends Queue.Item {

    @Override
    public String getDisplayName() {
        return "waiting";
    }
}
