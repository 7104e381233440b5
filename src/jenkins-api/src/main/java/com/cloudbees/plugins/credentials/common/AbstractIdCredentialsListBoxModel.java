package com.cloudbees.plugins.credentials.common;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ecsrelease.jenkins.Hosting;
import java.util.List;
import org.springframework.security.core.Authentication;

public abstract class AbstractIdCredentialsListBoxModel<T extends AbstractIdCredentialsListBoxModel<T, C>, C extends IdCredentials> extends ListBoxModel {
    private static final long serialVersionUID = 1L;

    protected abstract String describe(C credentials);

    public AbstractIdCredentialsListBoxModel<T, C> includeEmptyValue() {
        add(0, new Option("- none -", ""));
        return this;
    }

    public AbstractIdCredentialsListBoxModel<T, C> includeCurrentValue(String value) {
        if (value != null && !value.isEmpty() && stream().noneMatch(each -> each.value.equals(value))) {
            add("- current -", value);
        }
        return this;
    }

    public AbstractIdCredentialsListBoxModel<T, C> includeMatchingAs(Authentication who, Item context, Class<? extends C> type, List<DomainRequirement> domains, CredentialsMatcher matcher) {
        return include(type, matcher);
    }

    public AbstractIdCredentialsListBoxModel<T, C> includeMatchingAs(Authentication who, ItemGroup<?> context, Class<? extends C> type, List<DomainRequirement> domains, CredentialsMatcher matcher) {
        return include(type, matcher);
    }

    private AbstractIdCredentialsListBoxModel<T, C> include(Class<? extends C> type, CredentialsMatcher matcher) {
        for (C each : Hosting.get().allCredentials(type)) {
            if (matcher.matches(each)) {
                add(describe(each), each.getId());
            }
        }
        return this;
    }
}
