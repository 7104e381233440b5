package hudson.model;

/** Why a build was started. */
public abstract class Cause {
    public abstract String getShortDescription();

    public void onAddedTo(Run build) {}

    public void onLoad(Run<?, ?> build) {}

    public void print(TaskListener listener) {
        listener.getLogger().println(getShortDescription());
    }

    /** Another build started it. */
    public static class UpstreamCause extends Cause {
        private final String upstream;
        private final java.util.List<Cause> causes;

        public UpstreamCause(Run<?, ?> up) {
            this.upstream = up.getFullDisplayName();
            this.causes = up.getCauses();
        }

        public java.util.List<Cause> getUpstreamCauses() {
            return causes;
        }

        @Override
        public String getShortDescription() {
            return "Started by " + upstream;
        }
    }

    /** Somebody started it. */
    public static class UserIdCause extends Cause {
        private final String userId;

        /** Whoever acts now. */
        public UserIdCause() {
            this(User.current() == null ? null : User.current().getId());
        }

        public UserIdCause(String userId) {
            this.userId = userId;
        }

        public String getUserId() {
            return userId;
        }

        public String getUserName() {
            return userId == null ? "anonymous" : userId;
        }

        @Override
        public String getShortDescription() {
            return "Started by user " + getUserName();
        }
    }
}
