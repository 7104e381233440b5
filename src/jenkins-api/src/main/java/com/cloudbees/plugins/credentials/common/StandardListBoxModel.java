package com.cloudbees.plugins.credentials.common;

public class StandardListBoxModel extends AbstractIdCredentialsListBoxModel<StandardListBoxModel, StandardCredentials> {
    private static final long serialVersionUID = 1L;

    @Override
    protected String describe(StandardCredentials credentials) {
        return credentials.getDescription() == null || credentials.getDescription().isEmpty() ? credentials.getId() : credentials.getId() + " (" + credentials.getDescription() + ")";
    }
}
