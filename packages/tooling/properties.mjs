import fc from 'fast-check';

// Left to itself, fast-check makes lists of ten where a property allows forty: few would see what takes thirty steps.
fc.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true });
