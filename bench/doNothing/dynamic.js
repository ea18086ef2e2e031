// The dynamic provider that granary's dynamic front is compared with: it keeps what it is given.
exports.provider = {
  check: async (_olds, news) => ({ inputs: news, failures: [] }),
  diff: async (_id, olds, news) => ({ changes: olds.content !== news.content }),
  create: async (inputs) => ({ id: `${inputs.bucket}/${inputs.key}`, outs: inputs }),
  read: async (id, props) => ({ id, props }),
  update: async (_id, _olds, news) => ({ outs: news }),
  delete: async () => {},
};
