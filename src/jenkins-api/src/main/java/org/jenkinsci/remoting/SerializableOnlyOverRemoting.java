package org.jenkinsci.remoting;

import java.io.Serializable;

/** Serialisable to an agent, and to nothing that lasts. */
public interface SerializableOnlyOverRemoting extends Serializable {}
