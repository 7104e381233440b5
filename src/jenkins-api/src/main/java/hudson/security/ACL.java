package hudson.security;

import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

public abstract class ACL {

    public static final String SYSTEM_USERNAME = "SYSTEM";
    public static final Authentication SYSTEM2 = new UsernamePasswordAuthenticationToken(SYSTEM_USERNAME, "SYSTEM");

    public final void checkPermission(Permission permission) {
        if (!hasPermission(permission)) {
            throw new AccessDeniedException(Jenkins.getAuthentication2().getName() + " is missing the " + permission.getId() + " permission");
        }
    }

    public final boolean hasPermission(Permission permission) {
        return hasPermission2(Jenkins.getAuthentication2(), permission);
    }

    public boolean hasPermission2(Authentication who, Permission permission) {
        throw new AbstractMethodError();
    }

    /** Acts as somebody on this thread until the context is closed. */
    public static ACLContext as2(Authentication who) {
        ACLContext context = new ACLContext(SecurityContextHolder.getContext());
        SecurityContextHolder.setContext(new SecurityContextImpl(who));
        return context;
    }
}
